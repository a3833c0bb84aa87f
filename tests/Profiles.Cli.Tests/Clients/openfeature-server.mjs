// Resolves flags by OpenFeature's server provider: node openfeature-server.mjs URL KEY; one line of details a flag.
import { OpenFeature } from '@openfeature/server-sdk';
import { OFREPProvider } from '@openfeature/ofrep-provider';

const [url, key] = process.argv.slice(2);
await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: url, headers: [['X-API-Key', key]] }));
const client = OpenFeature.getClient();
const context = { targetingKey: 'ann', country: 'GB' };
const show = ({ value, variant, reason, errorCode }) =>
  console.log(JSON.stringify({ value, variant, reason, errorCode }));
show(await client.getNumberDetails('rows', -1, context));
show(await client.getStringDetails('first', 'none', context));
show(await client.getBooleanDetails('promo', true, context));
show(await client.getObjectDetails('hero', {}, context));
show(await client.getStringDetails('nothing', 'default', context));
show(await client.getStringDetails('first', 'none', {}));
