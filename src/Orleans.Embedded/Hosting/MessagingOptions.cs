namespace Orleans.Configuration;

/// <summary>How requests are handled.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits for an answer; more than zero, 30 seconds by default.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
