using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Streams;

/// <summary>
/// A namespace of a provider with the classes subscribed to it. There is one object for each, so activations remember
/// what they observe by reference.
/// </summary>
internal sealed record StreamNamespace(StreamProvider Provider, IdSpan Name, GrainClass[] Subscribers);
