namespace Profiles.Contracts;

/// <summary>The log cannot take events now, and why: storage is unavailable, or folding lags too far behind.</summary>
public sealed class IngestionRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public IngestionRefusedException(string code, string message, TimeSpan retryAfter, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        RetryAfter = retryAfter;
    }

    /// <summary>A stable name: <c>storage-unavailable</c>, <c>overloaded</c> or <c>stopping</c>.</summary>
    public string Code { get; }

    /// <summary>When to try again.</summary>
    public TimeSpan RetryAfter { get; }
}
