using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Planning;

namespace Profiles.Api.Tests.Fakes;

/// <summary>Experiments in memory, at a time that a test sets.</summary>
internal sealed class FakeExperiments : IExperiments
{
    public event Action<ExperimentPlan>? Changed;

    public ExperimentPlan Current { get; private set; } = ExperimentPlan.Empty;

    public List<ExperimentAudit> Audit { get; } = [];

    public long AtUnixMs { get; set; } = 1_800_000_000_000;

    public ValueTask<ExperimentPlan> ChangeAsync(
        string actor, string action, Func<ExperimentSet, ExperimentSet?> change, CancellationToken cancellationToken)
    {
        if (change(Current.Set) is { } set)
        {
            Current = ExperimentPlan.Compile(set, Current.Version + 1, AtUnixMs);
            Audit.Add(new ExperimentAudit(
                DateTimeOffset.FromUnixTimeMilliseconds(AtUnixMs), actor, action, "experiment", "", null, null)
            {
                Id = Audit.Count + 1, Version = Current.Version,
            });
            Changed?.Invoke(Current);
        }

        return ValueTask.FromResult(Current);
    }

    public IReadOnlyList<ExperimentAudit> ReadAudit(string? kind, string? key, long? beforeId, int limit) =>
        [.. Audit.AsEnumerable().Reverse().Take(limit)];
}
