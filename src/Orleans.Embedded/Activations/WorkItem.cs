namespace Orleans.Embedded.Activations;

/// <summary>Something to do in a turn of an activation.</summary>
internal abstract class WorkItem
{
    /// <summary>The next item in the list that holds this one.</summary>
    public WorkItem? Next;

    /// <summary>Does it. The caller owns the turn and has set its synchronization context.</summary>
    public abstract void Run(Activation activation);
}
