namespace Profiles.Streaming.Pumping;

/// <summary>
/// Records did not reach their unit, by no fault of theirs: a host has gone, or a grain is on its way to another one.
/// They are delivered again.
/// </summary>
internal sealed class DeliveryFaultException(Exception cause) : IOException(cause.Message, cause);
