import { CancellationScope } from '@temporalio/workflow';

/** A cancel scope without a time limit, which needs no frame of its own around the code that runs in it. */
export class CallScope extends CancellationScope {
  protected override runInContext<T>(run: () => Promise<T>): Promise<T> {
    return run();
  }
}
