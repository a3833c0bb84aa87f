namespace Orleans.Embedded.Invocation;

/// <summary>A call with its arguments, generated as a struct for each method of a grain interface.</summary>
/// <typeparam name="TResult">The result; <see cref="Unit"/> where there is none.</typeparam>
public interface IGrainCall<TResult>
{
    /// <summary>The cancellation token among the arguments, or none.</summary>
    CancellationToken CancellationToken { get; }

    /// <summary>Calls the method of the grain.</summary>
    ValueTask<TResult> Invoke(object grain);
}
