import { join } from 'node:path';
import { fillPlaceholder } from './fill-placeholder.js';
import { ownWorkflowsPlaceholder } from './generated-source.js';
import { fileOf, type Compilation, type Compiler } from './webpack.js';

/**
 * The library's own workflows that only apps with agents need: `perdure.chat` brings all that agents are made of, and
 * every run of every app loads what is in the bundle.
 */
export class OwnWorkflows {
  private areNeeded = false;
  private readonly file: string;

  constructor(perdureRoot: string) {
    this.file = join(perdureRoot, 'dist/workflows/chat.js');
  }

  begin(): void {
    this.areNeeded = false;
  }

  /** A module that is not the library's. A word too many in it costs an app some size, nothing else. */
  look(source: string): void {
    this.areNeeded ||= source.includes('perdure') && /\bagent\b/.test(source);
  }

  /** Called when all modules of the app are known. */
  async bring(compiler: Compiler, compilation: Compilation): Promise<void> {
    if (!this.areNeeded) return;
    const dependency = compiler.webpack.EntryPlugin.createDependency(this.file, { name: this.file });
    await new Promise<void>((resolve, reject) => {
      compilation.addInclude(compiler.context, dependency, {}, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Called when the bundle is put together. */
  link(compiler: Compiler, compilation: Compilation): void {
    const modules = [...compilation.modules].filter((module) => fileOf(module) === this.file);
    fillPlaceholder(compiler, compilation, ownWorkflowsPlaceholder, this.areNeeded ? modules : []);
  }
}
