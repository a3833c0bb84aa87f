using Profiles.Core.Units;

namespace Profiles.Contracts;

/// <summary>Who was active last: a sample for whoever wants to see what a rule would do.</summary>
public interface IRecentUnits
{
    /// <summary>The most units that may be asked for.</summary>
    const int MaxUnits = 1000;

    /// <summary>Units of a tenant, the latest active first, from a bounded part of the log's end.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="count">How many at most, 1 to <see cref="MaxUnits"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    ValueTask<IReadOnlyList<UnitKey>> ReadAsync(string tenant, int count, CancellationToken cancellationToken);
}
