// A place for code the bundler writes; what is here never gets into a bundle. See generated-source.ts.
export {};
