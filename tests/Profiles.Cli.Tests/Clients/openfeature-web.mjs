// Follows a flag by OpenFeature's web provider: node openfeature-web.mjs URL KEY FLAG. A line of details at the start, one for
// each change of the configuration, and one, the statuses of all requests, after a context is set again.
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { EventSource } from 'eventsource';

globalThis.EventSource = EventSource;
const [url, key, flag] = process.argv.slice(2);
const statuses = [];
const provider = new OFREPWebProvider({
  baseUrl: url,
  pollInterval: 0,
  cacheMode: 'disabled',
  headers: [['X-API-Key', key]],
  fetchImplementation: async (request) => {
    const response = await fetch(request);
    statuses.push(response.status);
    return response;
  },
});
const context = { targetingKey: 'ann', country: 'GB' };
await OpenFeature.setContext(context);
await OpenFeature.setProviderAndWait(provider);
const client = OpenFeature.getClient();
const show = () => {
  const { value, variant, reason, flagMetadata } = client.getNumberDetails(flag, -1);
  const unknown = client.getStringDetails('nothing', 'default');
  console.log(JSON.stringify({
    value, variant, reason, experiment: flagMetadata.experiment, unknown: unknown.errorCode,
    object: client.getObjectValue('hero', {}), flag: client.getBooleanValue('promo', true),
  }));
};
show();
client.addHandler(ProviderEvents.ConfigurationChanged, show);
await OpenFeature.setContext({ ...context });
console.log(JSON.stringify(statuses));
process.stdin.resume().on('end', () => process.exit(0));
