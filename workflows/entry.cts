// The bundle's entry. A loader replaces this file's source with code that imports the user's modules.
export {};
