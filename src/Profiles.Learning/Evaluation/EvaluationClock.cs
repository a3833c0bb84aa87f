namespace Profiles.Learning.Evaluation;

/// <summary>Adds up the time that parts of an evaluation take, by a clock that is passed in.</summary>
/// <param name="time">The clock.</param>
internal sealed class EvaluationClock(TimeProvider time)
{
    /// <summary>Seconds of training.</summary>
    public double TrainSeconds { get; private set; }

    /// <summary>Seconds of ranking.</summary>
    public double EvaluateSeconds { get; private set; }

    /// <summary>Counts the work as training.</summary>
    public T Train<T>(Func<T> work)
    {
        var start = time.GetTimestamp();
        var result = work();
        TrainSeconds += time.GetElapsedTime(start).TotalSeconds;
        return result;
    }

    /// <summary>Counts the work as ranking.</summary>
    public void Evaluate(Action work)
    {
        var start = time.GetTimestamp();
        work();
        EvaluateSeconds += time.GetElapsedTime(start).TotalSeconds;
    }
}
