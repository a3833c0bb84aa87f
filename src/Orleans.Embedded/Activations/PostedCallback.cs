namespace Orleans.Embedded.Activations;

/// <summary>The continuation of an await.</summary>
internal sealed class PostedCallback(SendOrPostCallback callback, object? state) : WorkItem
{
    public override void Run(Activation activation)
    {
        try
        {
            callback(state);
        }
        catch (Exception exception)
        {
            activation.Class.Runtime.OnContinuationFailed(activation, exception);
        }
    }
}
