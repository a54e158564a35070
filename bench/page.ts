/** 2 KB, as a page of a search is. */
export function page(number: number): string {
  return `page ${number} `.padEnd(2_048, 'x');
}
