namespace Profiles.Core.Models;

/// <summary>Kinds of links from one item to others; each is a sparse matrix of a model.</summary>
public enum LinkKind
{
    /// <summary>What came after the item in the sequences that were learnt from.</summary>
    Transitions = 0,

    /// <summary>What was watched by the same viewers near the item, before or after it.</summary>
    CoWatched = 1,

    /// <summary>What those who came the same way went on to: two steps of links, by way of any content.</summary>
    TwoHop = 2,

    /// <summary>What was watched by the same viewers, lately more than long ago.</summary>
    CoWatchedLately = 3,

    /// <summary>What was watched in one sitting with it, before or after it.</summary>
    SameSession = 4,
}
