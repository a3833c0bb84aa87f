using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Profiles.Api.Http;
using Profiles.Contracts;
using Profiles.Contracts.Experiments;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Experiments.Planning;

namespace Profiles.Api.Experiments;

/// <summary>One request to change the configuration of experiments: checked against the rest, or nothing of it done.
/// </summary>
internal sealed class ExperimentRequest(HttpContext context, IExperiments experiments, ISegments segments)
{
    private const int MaxActorLength = 128;
    private const string ActorHeader = "X-Actor";

    private readonly List<ExperimentError> _errors = [];
    private readonly List<ExperimentError> _warnings = [];
    private Problem? _problem;

    /// <summary>Everything that is wrong.</summary>
    public ICollection<ExperimentError> Errors => _errors;

    /// <summary>What may be meant, but is likely not.</summary>
    public IReadOnlyList<ExperimentError> Warnings => _warnings;

    private HashSet<string> SegmentKeys =>
        [.. segments.Current.Segments.Select(segment => segment.Definition.Key)];

    /// <summary>What stands for one version of an experiment.</summary>
    public static string TagOf(ExperimentDefinition experiment)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes)) ExperimentJson.Write(writer, experiment);
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))[..8])}\"";
    }

    /// <summary>Refuses the request for another reason than what its body says.</summary>
    public ExperimentSet? Refuse(Problem problem)
    {
        _problem = problem;
        return null;
    }

    /// <summary>Whether the client knows the present version: it sent no If-Match, or the right one.</summary>
    public bool IsCurrent(ExperimentDefinition? present)
    {
        var sent = context.Request.Headers.IfMatch;
        if (sent.Count == 0) return true;
        if (present is not null && sent.Any(tag => tag == "*" || tag == TagOf(present))) return true;
        _problem = new Problem(
            StatusCodes.Status412PreconditionFailed, "stale",
            "The experiment was changed since it was read: read it again, and edit that.");
        return false;
    }

    /// <summary>Makes one experiment another, if it may be.</summary>
    public ExperimentSet? Put(ExperimentSet set, ExperimentDefinition? experiment)
    {
        if (experiment is null || _errors.Count > 0) return null;
        var after = set.With(experiment);
        ExperimentValidation.CheckChange(set.Find(experiment.Key), experiment, _errors);
        ExperimentValidation.CheckExperiment(after, experiment, SegmentKeys, _errors, _warnings);
        return _errors.Count == 0 ? after : null;
    }

    /// <summary>Makes the set another, if it may be.</summary>
    public ExperimentSet? Replace(ExperimentSet set, ExperimentSet? after)
    {
        if (after is null || _errors.Count > 0) return null;
        ExperimentValidation.CheckChange(set, after, _errors);
        ExperimentValidation.Check(after, SegmentKeys, _errors, _warnings);
        return _errors.Count == 0 ? after : null;
    }

    /// <summary>Does the change.</summary>
    /// <returns>The plan with it; null where it was refused, which is then answered.</returns>
    public async ValueTask<ExperimentPlan?> ChangeAsync(string action, Func<ExperimentSet, ExperimentSet?> change)
    {
        var actor = context.Request.Headers[ActorHeader].ToString();
        if (actor.Length > MaxActorLength)
            _problem = new Problem(
                StatusCodes.Status400BadRequest, "actor", $"'{ActorHeader}' is longer than {MaxActorLength}.");
        ExperimentPlan? plan = null;
        if (_problem is null)
            plan = await experiments.ChangeAsync(
                actor.Length == 0 ? "api" : actor, action, change, context.RequestAborted);
        if (_problem is null && _errors.Count > 0)
            _problem = Problem.OfErrors("invalid_experiment", PlacedError.Of(_errors));
        if (_problem is null) return plan;
        await _problem.ExecuteAsync(context);
        return null;
    }
}
