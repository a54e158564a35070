import type { Command } from 'commander';

/** Gives a command its arguments, options and action. */
export type Configure = (command: Command) => void;

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Reads the command's own file: only the command that is asked for is loaded. */
  readonly load: () => Promise<Configure>;
}

/** Every command, in the order `perdure --help` shows them. */
export const commandList: readonly CommandEntry[] = [
  {
    name: 'init',
    summary: 'make a small project to begin with',
    load: async () => (await import('./commands/init.js')).init,
  },
  {
    name: 'dev',
    summary: 'server and worker for development, with reload',
    load: async () => (await import('./commands/dev.js')).dev,
  },
  {
    name: 'run',
    summary: 'start a workflow and wait for its result',
    load: async () => (await import('./commands/run.js')).run,
  },
  {
    name: 'chat',
    summary: 'talk with an agent',
    load: async () => (await import('./commands/chat.js')).chat,
  },
  {
    name: 'list',
    summary: 'runs: open ones, then the latest',
    load: async () => (await import('./commands/list.js')).list,
  },
  { name: 'show', summary: 'what a run has done so far', load: async () => (await import('./commands/show.js')).show },
  {
    name: 'pauses',
    summary: 'questions that wait for an answer',
    load: async () => (await import('./commands/pauses.js')).pauses,
  },
  { name: 'resume', summary: 'answer a pause', load: async () => (await import('./commands/resume.js')).resume },
  { name: 'cancel', summary: 'ask a run to stop', load: async () => (await import('./commands/cancel.js')).cancel },
  {
    name: 'rerun',
    summary: 'do a run again, whole or from a step on',
    load: async () => (await import('./commands/rerun.js')).rerun,
  },
  {
    name: 'stats',
    summary: 'time and attempts per step',
    load: async () => (await import('./commands/stats.js')).stats,
  },
  {
    name: 'schedule',
    summary: 'runs at set times: create, list, show, pause, resume, trigger, delete',
    load: async () => (await import('./commands/schedule.js')).schedule,
  },
  {
    name: 'graph',
    summary: 'draw a graph of the app, or of a run',
    load: async () => (await import('./commands/graph.js')).graph,
  },
  {
    name: 'check',
    summary: 'load, validate and bundle the app without running it',
    load: async () => (await import('./commands/check.js')).check,
  },
  {
    name: 'build',
    summary: 'bundle the workflow code into a file',
    load: async () => (await import('./commands/build.js')).build,
  },
  {
    name: 'replay',
    summary: "recorded histories against today's code",
    load: async () => (await import('./commands/replay.js')).replay,
  },
  {
    name: 'skills',
    summary: 'skills of agents: check',
    load: async () => (await import('./commands/skills.js')).skills,
  },
  {
    name: 'server',
    summary: 'the Temporal dev server: start, stop, where, version',
    load: async () => (await import('./commands/server.js')).server,
  },
  {
    name: 'mcp',
    summary: 'serve the workflows as tools for agents (MCP)',
    load: async () => (await import('./commands/mcp.js')).mcp,
  },
  {
    name: 'codec',
    summary: 'encryption: a new key, and a codec endpoint for the Web UI',
    load: async () => (await import('./commands/codec.js')).codec,
  },
  {
    name: 'doctor',
    summary: 'look for what keeps runs from running',
    load: async () => (await import('./commands/doctor.js')).doctor,
  },
];
