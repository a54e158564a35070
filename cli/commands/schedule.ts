import type { Command } from 'commander';
import { scheduleCreate } from './schedule-create.js';
import { scheduleDelete } from './schedule-delete.js';
import { scheduleList } from './schedule-list.js';
import { schedulePause } from './schedule-pause.js';
import { scheduleResume } from './schedule-resume.js';
import { scheduleShow } from './schedule-show.js';
import { scheduleTrigger } from './schedule-trigger.js';

/** `perdure schedule` */
export function schedule(command: Command): void {
  command.description('Schedules: the server starts runs of a workflow at set times.').helpCommand(false);
  scheduleCreate(command.command('create'));
  scheduleList(command.command('list'));
  scheduleShow(command.command('show'));
  schedulePause(command.command('pause'));
  scheduleResume(command.command('resume'));
  scheduleTrigger(command.command('trigger'));
  scheduleDelete(command.command('delete'));
}
