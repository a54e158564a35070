// Activities as they were before perdure came: plain functions.
export async function charge(item: string): Promise<string> {
  if (item === 'air') throw new Error('Nobody pays for air.');
  return `receipt for ${item}`;
}
