using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Profiles.Core.Content;
using Profiles.Core.Events;
using Profiles.Core.Simulation;

namespace Profiles.Cli.Commands;

/// <summary>Writes made-up events, or the catalogue that they are about, as NDJSON.</summary>
internal static class SimulateCommand
{
    private const int FlushBytes = 64 * 1024;

    private static readonly JsonWriterOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static Command Create(CliConsole console)
    {
        var defaults = new SimulationOptions();
        var users = CommonOptions.Number("--users", "How many viewers.", 1, SimulationOptions.MaxUsers, defaults.Users);
        var items = CommonOptions.Number("--items", "How many contents.", 1, SimulationOptions.MaxItems,
            defaults.Items);
        var events = CommonOptions.Number("--events", "How many events.", 0, long.MaxValue, defaults.Events);
        var days = CommonOptions.Number("--days", "Over how many days.", 1, SimulationOptions.MaxDays, defaults.Days);
        var seed = new Option<ulong>("--seed")
        {
            Description = "What everything follows from: the same seed gives the same output.",
            DefaultValueFactory = _ => defaults.Seed,
        };
        var start = StartOption(defaults);
        var content = new Option<bool>("--content") { Description = "Write the catalogue instead of the events." };

        var command = new Command("simulate", "Writes made-up viewing events as NDJSON, in order of time.")
        {
            users, items, events, seed, start, days, content,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new SimulationOptions
            {
                Users = parsed.GetValue(users),
                Items = parsed.GetValue(items),
                Events = parsed.GetValue(events),
                Seed = parsed.GetValue(seed),
                Start = parsed.GetValue(start),
                Days = parsed.GetValue(days),
            };
            var lines = parsed.GetValue(content) ? Contents(options) : Events(options);
            return WriteAsync(lines, console.OutStream, cancellationToken);
        });
        return command;
    }

    private static IEnumerable<Action<Utf8JsonWriter>> Contents(SimulationOptions options) =>
        new SimulatedCatalogue(options).Contents()
            .Select<ContentItem, Action<Utf8JsonWriter>>(item => writer => ContentJson.Write(writer, item));

    private static IEnumerable<Action<Utf8JsonWriter>> Events(SimulationOptions options) =>
        new ViewingSimulation(options, new SimulatedCatalogue(options)).Events()
            .Select<ViewingEvent, Action<Utf8JsonWriter>>(item => writer => ViewingEventJson.Write(writer, item));

    private static async Task<int> WriteAsync(
        IEnumerable<Action<Utf8JsonWriter>> lines, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        using var writer = new Utf8JsonWriter(buffer, Json);
        foreach (var line in lines)
        {
            writer.Reset();
            line(writer);
            writer.Flush();
            buffer.Write("\n"u8);
            if (buffer.WrittenCount >= FlushBytes) await FlushAsync();
        }

        await FlushAsync();
        return CommandLine.Success;

        async ValueTask FlushAsync()
        {
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken);
            buffer.ResetWrittenCount();
        }
    }

    private static Option<DateTimeOffset> StartOption(SimulationOptions defaults) => new("--start")
    {
        Description = "When the simulated time begins.",
        HelpName = "TIME",
        DefaultValueFactory = _ => defaults.Start,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Style, out var time)) return time;
            result.AddError($"'{text}' is not a time such as 2025-01-06T00:00:00Z.");
            return default;
        },
    };
}
