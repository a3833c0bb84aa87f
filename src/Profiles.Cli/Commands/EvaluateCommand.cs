using System.CommandLine;
using Profiles.Cli.Learning;
using Profiles.Core.Slates;
using Profiles.Statistics.Resampling;
using Profiles.Streaming.Rebuilding;

namespace Profiles.Cli.Commands;

/// <summary>Measures the ranking on files: one JSON object on the output.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CliConsole console) => new(
        "evaluate", "Trains on the first part of a data set, tests on the last, and prints one JSON object.")
    {
        CreateReplay(console),
        CreateNextItem(console),
        CreateNegatives(console),
        CreateOffPolicy(console),
    };

    private static Command CreateReplay(CliConsole console)
    {
        var ratings = Required("--ratings", "Ratings: 'user::item::rating::unix seconds', or by commas or tabs.");
        var content = File("--content",
            "Titles, as 'id::Title (year)::Genre|Genre' or NDJSON; unless given, movies.dat beside the ratings.");
        var fraction = CommonOptions.Number(
            "--test-fraction", "The part of the ratings, the last by time, that is tested on.", 0.001, 0.9, 0.2);
        var scale = CommonOptions.Number("--scale", "The best rating there is.", double.Epsilon, 1e9, 10.0);
        var retrain = CommonOptions.Number(
            "--retrain-hours", "After how many hours of the log a new model is trained from what is known by then.",
            0.1, 1e5, 2.0);
        var common = new Common();
        var command = new Command(
            "replay", "Replays ratings in order of time; each of the last part is predicted before it is learnt.")
        {
            ratings, content, fraction, scale, retrain,
        };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => EvaluationRuns.ReplayAsync(
            new ReplayFiles(
                parsed.GetValue(ratings)!, parsed.GetValue(content), parsed.GetValue(fraction),
                parsed.GetValue(scale), parsed.GetValue(retrain)),
            common.Read(parsed), console, cancellationToken));
        return command;
    }

    private static Command CreateNextItem(CliConsole console)
    {
        var sequences = File("--sequences", "Sequences: 'user item item ...' in order of time, a line a user.");
        var pairs = File("--pairs", "Sequences as 'user item' lines in order of time.");
        var refit = new Option<bool>("--refit")
        {
            Description = "Learn from the validation items too before testing; published figures mostly do not.",
        };
        var common = new Common();
        var command = new Command("next-item", "Finds the last item of each sequence among all items.")
        {
            sequences, pairs, refit,
        };
        common.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(sequences) is null) == (result.GetValue(pairs) is null))
                result.AddError("Give either --sequences or --pairs.");
        });
        command.SetAction((parsed, cancellationToken) => EvaluationRuns.NextItemAsync(
            parsed.GetValue(sequences), parsed.GetValue(pairs), parsed.GetValue(refit), common.Read(parsed), console,
            cancellationToken));
        return command;
    }

    private static Command CreateNegatives(CliConsole console)
    {
        var train = Required("--train", "The training part: 'user item rating timestamp' by tabs.");
        var test = Required("--test", "The test part, likewise: a line a case.");
        var negatives = Required("--negatives", "A line for each of the test: '(user,item)' and items by tabs.");
        var common = new Common();
        var command = new Command("negatives", "Tells the test item of each user from items they did not take.")
        {
            train, test, negatives,
        };
        common.AddTo(command);
        command.SetAction((parsed, cancellationToken) => EvaluationRuns.NegativesAsync(
            parsed.GetValue(train)!, parsed.GetValue(test)!, parsed.GetValue(negatives)!, common.Read(parsed),
            console, cancellationToken));
        return command;
    }

    private static Command CreateOffPolicy(CliConsole console)
    {
        var data = CommonOptions.Data();
        var model = new Option<string?>("--model")
        {
            Description = "The version of the model; unless given, the one that each slate was made with.",
            HelpName = "VERSION",
        };
        var exploration = Share("--exploration", "The share of a slate that is left to chance, 0 to 0.5.", 0.5f);
        var relevance = Share("--relevance", "How much relevance counts against difference, 0 to 1.", 1);
        var series = new Option<int?>("--max-of-series")
        {
            Description = "The most contents of a series.", HelpName = "N",
        };
        var slates = CommonOptions.Number("--max-slates", "The most slates, the latest ones.", 1, 1_000_000, 20_000);
        var weight = CommonOptions.Number(
            "--max-weight", "Where weights are cut: less variance for some bias.", 1, double.MaxValue, double.MaxValue);
        var command = new Command(
            "off-policy", "What another model or other settings would have earned, from the slates that were served.")
        {
            data, model, exploration, relevance, series, slates, weight,
        };
        command.SetAction((parsed, cancellationToken) => OffPolicyRun.RunAsync(
            parsed.GetValue(data)!,
            new EvaluatedPolicy(
                parsed.GetValue(model),
                new SlateTuning(
                    parsed.GetValue(relevance), parsed.GetValue(exploration), parsed.GetValue(series))),
            parsed.GetValue(slates), parsed.GetValue(weight), console, cancellationToken));
        return command;
    }

    private static Option<float?> Share(string name, string description, float most)
    {
        var option = new Option<float?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<float?>() is { } value && value is >= 0 && value <= most) return;
            result.AddError(FormattableString.Invariant($"{name} must be a number from 0 to {most}."));
        });
        return option;
    }

    private static Option<string> File(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
    };

    private static Option<string> Required(string name, string description)
    {
        var option = File(name, description);
        option.Required = true;
        return option;
    }

    /// <summary>What all protocols can be told.</summary>
    private sealed class Common
    {
        private readonly Option<ulong> _seed = new("--seed")
        {
            Description = "What all draws follow from: the same seed gives the same figures.",
            DefaultValueFactory = _ => 1,
        };

        private readonly Option<int> _resamples =
            CommonOptions.Number("--resamples", "How many samples an interval is drawn from.", 1, 1_000_000, 1000);

        private readonly Option<bool> _tune = new("--tune")
        {
            Description = "Search hyperparameters on a validation part of the training part first.",
        };

        private readonly Option<double> _tuneSeconds =
            CommonOptions.Number("--tune-seconds", "How long to search.", 1, 1e6, 300.0);

        public void AddTo(Command command)
        {
            command.Options.Add(_seed);
            command.Options.Add(_resamples);
            command.Options.Add(_tune);
            command.Options.Add(_tuneSeconds);
        }

        public EvaluationChoices Read(ParseResult parsed) => new(
            new BootstrapOptions { Seed = parsed.GetValue(_seed), Resamples = parsed.GetValue(_resamples) },
            parsed.GetValue(_tune) ? TimeSpan.FromSeconds(parsed.GetValue(_tuneSeconds)) : null);
    }
}
