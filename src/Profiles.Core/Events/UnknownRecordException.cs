namespace Profiles.Core.Events;

/// <summary>
/// A record of a version or kind that this build does not know; a newer one does. It belongs to the dead letters.
/// </summary>
public sealed class UnknownRecordException : Exception
{
    /// <summary>Creates the exception.</summary>
    public UnknownRecordException(string message)
        : base(message)
    {
    }
}
