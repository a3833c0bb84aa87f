using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Profiles.Analytics.Metrics;
using Profiles.Analytics.Schema;
using Profiles.Analytics.Stores;
using Profiles.Core.Conditions;
using Profiles.Core.Events;
using Profiles.Core.Experiments.Definitions;
using Profiles.Core.Units;
using static Profiles.Analytics.Tests.SomeRecords;

namespace Profiles.Analytics.Tests;

/// <summary>SQL and Core take the same events by any condition of a metric, on every store.</summary>
public abstract class ConditionConformance
{
    private static readonly string[] Texts =
    [
        "", "null", "tv", "TV", "0", "5", "it's", "\"; drop table outcome_rows; --", "$1", "a\0", "\u00e9",
        "\ud83d\ude00", "%",
    ];

    private static readonly double[] Numbers = [0, 1, 0.1, 0.30000000000000004, 12.5, 90, 1e9];

    private static readonly string[] TextNames = ["contentId", "sessionId", "device", "territory", "slateId"];

    private static readonly string[] NumberNames = ["value", "positionSeconds", "durationSeconds"];

    private protected abstract int Runs { get; }

    [Fact]
    public async Task Condition_WhenItAndTheEventsAreRandom_TakesInSqlWhatCoreTakes()
    {
        var events = Events().Sample(400).ToArray();
        await using var test = NewStore();
        await using (var store = await test.OpenAsync())
        {
            await store.WriteAsync(Run(0, 0, events.Select((each, i) => (
                User("ann"), (UnitRecord)new UnitRecord.Viewing(each with
                {
                    Id = Name(i), UserId = "ann", OccurredAtUnixMs = Start + i,
                })))), TestContext.Current.CancellationToken);
        }

        var reader = test.CreateReader();
        foreach (var json in Conditions(3).Sample(Runs))
        {
            using var document = JsonDocument.Parse(json);
            var errors = new List<ConditionError>();
            var condition = ConditionCompiler.Compile(
                document.RootElement, "", MetricAttributes.Answerable, errors);
            Assert.True(condition is not null, $"{json}: {string.Join(' ', errors)}");

            var parameters = new SqlParameters();
            var sql = $"select o.occurred_at from {reader.Dialect.Tables}outcome_rows o "
                + $"where {ConditionSql.Write(condition, parameters)} order by 1";
            var taken = await reader.ReadAsync(sql, parameters.ToArray(), TestContext.Current.CancellationToken);
            var expected = Enumerable.Range(0, events.Length)
                .Where(i => condition.IsMetBy(MetricAttributes.Of(events[i]))).ToArray();
            Assert.True(
                expected.SequenceEqual(taken.Select(row => (int)(Convert.ToInt64(row[0]) - Start))), $"{json}: {sql}");
        }
    }

    [Fact]
    public async Task Condition_WhenItIsAsLargeAsMayBe_IsAnswered()
    {
        await using var test = NewStore();
        await using (await test.OpenAsync())
        {
        }

        var tests = Enumerable.Range(0, 450).Select(i => $$$"""{"device":{"$ne":"d{{{i}}}"}}""");
        var values = Enumerable.Range(0, ExperimentLimits.MaxMetricConditionValues - 450);
        var json = $$$"""
            {"$and":[{{{string.Join(',', tests)}}}],"value":{"$in":[{{{string.Join(',', values)}}}]}}
            """;
        using var document = JsonDocument.Parse(json);
        var metric = new MetricDefinition
        {
            Key = "large", Name = "large",
            Numerator = new MetricMeasure(["play"], MetricAggregation.Count, document.RootElement),
            Kind = MetricKind.Ratio,
            Denominator = new MetricMeasure(["play"], MetricAggregation.Count, document.RootElement),
        };
        Assert.True(ExperimentValidation.CheckMetric(metric, []));

        var reader = new ExperimentMetricsReader(test.CreateReader());
        Assert.Empty(await reader.ReadAsync(
            new ExperimentSlice(Tenant, "checkout", 0, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue), metric,
            TestContext.Current.CancellationToken));
    }

    private protected abstract TestStore NewStore();

    private static string Name(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static Gen<ViewingEvent> Events() =>
        from type in Gen.Elements(ViewingEventType.Play, ViewingEventType.Like, ViewingEventType.Stop)
        from texts in Gen.ArrayOf(Gen.Elements<string?>([.. Texts, null, null]), 5)
        from numbers in Gen.ArrayOf(Gen.Elements<double?>([.. Numbers.Select(number => (double?)number), null]), 3)
        select new ViewingEvent
        {
            Id = "", Type = type, OccurredAtUnixMs = Start, ContentId = texts[0], SessionId = texts[1],
            Device = texts[2], Territory = texts[3], SlateId = texts[4], Value = numbers[0],
            PositionSeconds = numbers[1], DurationSeconds = numbers[2],
        };

    private static Gen<string> Conditions(int depth)
    {
        var one = Gen.OneOf(
            Attribute(TextNames, TextValues(), ["$eq", "$ne"], depth),
            Attribute(NumberNames, NumberValues(), ["$eq", "$ne", "$lt", "$lte", "$gt", "$gte"], depth));
        if (depth == 0) return one;
        var some = Conditions(depth - 1);
        return Gen.OneOf(
            one, one,
            from name in Gen.Elements("$and", "$or", "$nor")
            from count in Gen.Choose(1, 4)
            from parts in Gen.ArrayOf(some, count)
            select $$"""{"{{name}}":[{{string.Join(',', parts)}}]}""",
            from part in some select $$"""{"$not":{{part}}}""");
    }

    private static Gen<string> Attribute(string[] names, Gen<string> values, string[] operators, int depth) =>
        from name in Gen.Elements(names)
        from test in Tests(values, operators, depth)
        select $$"""{"{{name}}":{{test}}}""";

    private static Gen<string> Tests(Gen<string> values, string[] operators, int depth)
    {
        var scalar = Gen.Frequency((6, values), (1, Gen.Constant("null")));
        var compared =
            from name in Gen.Elements(operators)
            from value in name is "$eq" or "$ne" ? scalar : values
            select $"\"{name}\":{value}";
        var listed =
            from name in Gen.Elements("$in", "$nin")
            from count in Gen.Choose(1, 4)
            from list in Gen.ArrayOf(scalar, count)
            select $"\"{name}\":[{string.Join(',', list)}]";
        var typed =
            from name in Gen.Elements("string", "number", "null", "array")
            select $"\"$type\":\"{name}\"";
        var there = from value in Gen.Elements("true", "false") select $"\"$exists\":{value}";
        var choices = new List<Gen<string>> { compared, compared, listed, typed, there };
        if (depth > 0)
            choices.Add(from test in Tests(values, operators, depth - 1) select $"\"$not\":{test}");
        var one = Gen.OneOf(choices);
        return Gen.OneOf(
            scalar,
            from test in one select $"{{{test}}}",
            from range in compared from other in there select $"{{{range},{other}}}");
    }

    private static Gen<string> TextValues() =>
        from text in Gen.Elements(Texts) select JsonSerializer.Serialize(text);

    private static Gen<string> NumberValues() =>
        from number in Gen.Elements(Numbers) select number.ToString("R", CultureInfo.InvariantCulture);
}
