/** Something that is opened at the first use, and again after it was closed or could not be opened. */
export interface OpenedOnce<T> {
  open(this: void): Promise<T>;
  close(this: void): Promise<void>;
}

export function openOnce<T>(open: () => Promise<T>, close: (it: T) => unknown): OpenedOnce<T> {
  let opened: Promise<T> | undefined;
  return {
    open: () => {
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    close: async () => {
      const it = await opened;
      opened = undefined;
      if (it !== undefined) await close(it);
    },
  };
}
