using System.CommandLine;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Profiles.Cli.Embeddings;
using Profiles.Cli.Hosting;
using Profiles.Cli.Learning;
using Profiles.Core.Models;
using Profiles.Learning.Training;
using Profiles.Storage;
using Profiles.Storage.EventLog;
using Profiles.Storage.Models;
using Profiles.Storage.Postgres;

namespace Profiles.Cli.Commands;

/// <summary>Makes a model version from the log. Works beside a running server, which follows a promotion.</summary>
internal static class TrainCommand
{
    public static Command Create(CliConsole console)
    {
        var (data, cluster) = (CommonOptions.Data(), CommonOptions.Cluster());
        var seed = new Option<ulong>("--seed")
        {
            Description = "What all draws follow from: the same log and seed give the same version.",
            DefaultValueFactory = _ => 1,
        };
        var url = CommonOptions.HttpUrl("--embeddings-url", "https://host/v1/embeddings",
            "An OpenAI-compatible endpoint that turns titles, genres and tags into vectors, by which contents that "
            + "nobody watched yet get a factor. Its key comes from " + EmbeddingsChoice.KeyVariable + ". Off unless "
            + "given.");
        var model = new Option<string?>("--embeddings-model")
        {
            Description = "The name of the model at that endpoint.",
            HelpName = "NAME",
        };
        var command = new Command(
            "train", "Trains a model version from the log; it serves, unless it is worse than the one that does.")
        {
            data, cluster, seed, url, model,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(url) is null != result.GetResult(model) is null)
                result.AddError($"{url.Name} and {model.Name} go together: give both or neither.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var embeddings = parsed.GetValue(url) is { } address
                ? new EmbeddingsChoice(EmbeddingsChoice.EndpointOf(address), parsed.GetValue(model)!)
                : null;
            var summary = await OnGroundAsync(
                parsed.GetValue(data)!, parsed.GetValue(cluster),
                ground => TrainAsync(ground, parsed.GetValue(seed), embeddings, console, cancellationToken),
                cancellationToken);
            await console.Out.WriteLineAsync(summary);
            return CommandLine.Success;
        });
        return command;
    }

    /// <summary>Trains a version and promotes it, unless it is worse than the one that serves.</summary>
    /// <returns>What became of it: one JSON object.</returns>
    /// <exception cref="CliException">There is nothing to learn from, or texts were not embedded.</exception>
    public static async Task<string> TrainAsync(
        TrainingGround ground, ulong seed, EmbeddingsChoice? embeddings, CliConsole console,
        CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var begun = time.GetTimestamp();
        var log = await console.WithProgressAsync(
            "Reading the log", progress => RecordedLog.ReadAsync(ground.Log, progress, cancellationToken));
        if (!log.Records.Exists(record => record.IsChoice))
        {
            throw new CliException(
                $"The log of {ground.Log.Name} holds nothing that was played or liked: nothing to learn.");
        }

        var texts = embeddings is null
            ? null
            : await EmbedAsync(embeddings, log, ground.WorkPath, console, cancellationToken);
        var checkpoint = new AlsCheckpointFile(
            Path.Combine(ModelFolder.FolderOf(ground.WorkPath), ".training", "factors.bin"));
        var defaults = new TrainingOptions();
        var options = defaults with
        {
            Factors = defaults.Factors! with { Seed = seed },
            Ranker = defaults.Ranker with { Seed = seed },
        };
        var trained = await console.WithProgressAsync("Training", progress => Task.Run(
            () => VersionTrainer.Train(
                log.Records, log.Contents, options, DraftOf(log), time, texts, checkpoint, progress,
                cancellationToken),
            cancellationToken));

        var version = trained.Artefact.Manifest.Version;
        var isNew = ground.Models.List().All(known => known.Version != version);
        if (isNew) ground.Models.Write(trained.Artefact);
        checkpoint.Delete();
        var change = ground.Models.Promote(version);
        return Summary(trained, isNew, change, log, time.GetElapsedTime(begun).TotalSeconds);
    }

    private static async Task<string> OnGroundAsync(
        string dataPath, string? connection, Func<TrainingGround, Task<string>> train,
        CancellationToken cancellationToken)
    {
        if (connection is null) return await train(TrainingGround.OfFolder(dataPath));
        await using var cluster = await ClusterDatabase.OpenAsync(connection, cancellationToken);
        await using var logs = await PostgresEventLogs.OpenAsync(
            cluster, new EventLogOptions(), TimeProvider.System, cancellationToken);
        var models = new PostgresModelStore(cluster, new ModelFolder(ModelFolder.FolderOf(dataPath)));
        return await ClusterDatabase.ExplainedAsync(
            () => train(new TrainingGround(new ClusterLogSource(cluster, logs), models, dataPath)));
    }

    private static async Task<IReadOnlyDictionary<string, float[]>> EmbedAsync(
        EmbeddingsChoice embeddings, RecordedLog log, string workPath, CliConsole console,
        CancellationToken cancellationToken)
    {
        var key = Environment.GetEnvironmentVariable(EmbeddingsChoice.KeyVariable);
        using var generator = new HttpEmbeddingGenerator(
            embeddings, string.IsNullOrEmpty(key) ? null : key, EmbeddingRetries.Standard, TimeProvider.System);
        return await console.WithProgressAsync("Embedding texts", progress => ContentTexts.EmbedAsync(
            log.Contents, generator, DataFolder.EmbeddingsOf(workPath), progress, cancellationToken));
    }

    private static ModelManifest DraftOf(RecordedLog log)
    {
        var viewings = log.Records.Where(record => record.Viewing is not null).ToList();
        return new ModelManifest
        {
            Version = "draft",
            CreatedAt = DateTimeOffset.UnixEpoch,
            CodeVersion = typeof(TrainCommand).Assembly
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            DataFrom = DateTimeOffset.FromUnixTimeMilliseconds(viewings[0].AtMs),
            DataTo = DateTimeOffset.FromUnixTimeMilliseconds(viewings[^1].AtMs),
            Events = viewings.Count,
            Positions = log.Positions,
        };
    }

    private static string Summary(
        TrainedVersion trained, bool isNew, ModelChange change, RecordedLog log, double seconds)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            var manifest = trained.Artefact.Manifest;
            writer.WriteStartObject();
            writer.WriteString("version", manifest.Version);
            writer.WriteBoolean("isNew", isNew);
            writer.WriteBoolean("promoted", change.IsDone);
            writer.WriteString("reason", change.Reason);
            writer.WriteNumber("users", trained.Users);
            writer.WriteNumber("items", manifest.Items);
            if (manifest.Parameters.TryGetValue("text-items", out var texts)) writer.WriteNumber("textItems", texts);
            writer.WriteNumber("events", manifest.Events);
            writer.WriteNumber("choices", trained.Choices);
            writer.WriteNumber("undecodable", log.Undecodable);
            writer.WriteNumber("testCases", trained.TestCases);
            writer.WriteStartObject("metrics");
            foreach (var (name, value) in manifest.Metrics) writer.WriteNumber(name, Math.Round(value, 6));
            writer.WriteEndObject();
            writer.WriteNumber("seconds", Math.Round(seconds, 2));
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
