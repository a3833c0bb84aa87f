namespace Orleans.Runtime;

/// <summary>A timer of an activation; disposing it stops it.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when the next tick comes and how long after each tick the following one.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
