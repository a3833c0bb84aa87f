namespace Orleans.Embedded.Invocation;

/// <summary>Turns the results of grain methods into the one form that the runtime handles, and back.</summary>
public static class GrainCall
{
    /// <summary>A task without a result.</summary>
    public static ValueTask<Unit> From(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsCompletedSuccessfully ? default : AwaitAsync(task);
    }

    /// <summary>A value task without a result.</summary>
    public static ValueTask<Unit> From(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
            return AwaitAsync(task.AsTask());
        task.GetAwaiter().GetResult();
        return default;
    }

    /// <summary>A task with a result.</summary>
    public static ValueTask<TResult> From<TResult>(Task<TResult> task) => new(task);

    /// <summary>A value task with a result.</summary>
    public static ValueTask<TResult> From<TResult>(ValueTask<TResult> task) => task;

    /// <summary>The task for a caller who expects no result.</summary>
    public static Task ToTask(ValueTask<Unit> result) =>
        result.IsCompletedSuccessfully ? Task.CompletedTask : result.AsTask();

    /// <summary>The value task for a caller who expects no result.</summary>
    public static ValueTask ToValueTask(ValueTask<Unit> result) =>
        result.IsCompletedSuccessfully ? default : new ValueTask(result.AsTask());

    private static async ValueTask<Unit> AwaitAsync(Task task)
    {
        await task;
        return default;
    }
}
