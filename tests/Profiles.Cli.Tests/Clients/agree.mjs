// Evaluates features for users by GrowthBook's client, from the server's payload.
// node agree.mjs URL; a line of attributes (JSON) a user comes in, a line of values (JSON) a user goes out.
import { GrowthBook } from '@growthbook/growthbook';
import { createInterface } from 'node:readline';

const client = new GrowthBook({ apiHost: process.argv[2], clientKey: 'any' });
const { success, error } = await client.init({ timeout: 10000 });
if (!success) throw error;
const keys = Object.keys(client.getFeatures());
const lines = [JSON.stringify(keys)];
for await (const line of createInterface({ input: process.stdin })) {
  await client.setAttributes(JSON.parse(line));
  lines.push(JSON.stringify(keys.map((key) => client.evalFeature(key).value ?? null)));
}
process.stdout.write(lines.join('\n') + '\n', () => process.exit(0));
