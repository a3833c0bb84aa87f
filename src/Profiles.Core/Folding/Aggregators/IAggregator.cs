namespace Profiles.Core.Folding.Aggregators;

/// <summary>
/// The algebra of one aggregate of a profile. Updates commute and so do merges: whatever the order of the events, the
/// state is the same. Implemented by structs and called through type parameters, so the calls cost nothing.
/// </summary>
/// <typeparam name="TSelf">The state.</typeparam>
/// <typeparam name="TContribution">What one event adds.</typeparam>
/// <typeparam name="TResult">What is shown, or settled.</typeparam>
internal interface IAggregator<TSelf, TContribution, out TResult>
    where TSelf : struct, IAggregator<TSelf, TContribution, TResult>
    where TContribution : struct
{
    /// <summary>What an event adds; false where nothing.</summary>
    static abstract bool Prepare(in FoldInput input, out TContribution contribution);

    /// <summary>Adds it.</summary>
    void Update(in TContribution contribution, FoldPlan plan);

    /// <summary>Adds everything that was added to another state.</summary>
    void Merge(in TSelf other, FoldPlan plan);

    /// <summary>What the state says.</summary>
    TResult Finish();
}
