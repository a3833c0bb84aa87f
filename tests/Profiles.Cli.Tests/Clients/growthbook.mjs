// Follows a feature by GrowthBook's client: node growthbook.mjs URL KEY FEATURE [DECRYPTION-KEY]; a line for each value, until the input ends.
import { GrowthBook, setPolyfills } from '@growthbook/growthbook';
import { EventSource } from 'eventsource';
import { webcrypto } from 'node:crypto';

setPolyfills({ EventSource, SubtleCrypto: webcrypto.subtle });
const [url, clientKey, feature, decryptionKey] = process.argv.slice(2);
const client = new GrowthBook({ apiHost: url, clientKey, decryptionKey, attributes: { id: 'ann' } });
let last;
const show = () => {
  const value = JSON.stringify(client.evalFeature(feature).value ?? null);
  if (value !== last) console.log(value);
  last = value;
};
client.setRenderer(show);
const { success, error } = await client.init({ timeout: 10000, streaming: true });
if (!success) throw error;
show();
process.stdin.resume().on('end', () => process.exit(0));
