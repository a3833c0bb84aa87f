namespace Orleans;

/// <summary>Runs around the requests of all grains when registered, of one class when a grain implements it.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Handles a request; calls <see cref="IGrainCallContext.Invoke"/> to go on.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}
