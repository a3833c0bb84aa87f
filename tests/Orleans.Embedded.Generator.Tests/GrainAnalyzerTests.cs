namespace Orleans.Embedded.Generator.Tests;

public sealed class GrainAnalyzerTests
{
    [Theory]
    [InlineData("string")]
    [InlineData("int?")]
    [InlineData("(Guid, DateTimeOffset)")]
    [InlineData("ImmutableArray<string>")]
    [InlineData("ImmutableDictionary<string, ImmutableList<int>>")]
    [InlineData("IReadOnlyList<Point>")]
    [InlineData("ReadOnlyMemory<byte>")]
    [InlineData("CancellationToken")]
    [InlineData("Point")]
    [InlineData("Tree")]
    [InlineData("Pair<Point>")]
    [InlineData("Sealed")]
    [InlineData("Promised")]
    [InlineData("IOther")]
    [InlineData("InvalidOperationException")]
    public async Task Message_WhenDeeplyImmutable_IsAccepted(string type)
    {
        Assert.Empty(await Compiling.AnalyzeAsync(WithMessage(type)));
    }

    [Theory]
    [InlineData("List<int>", "a class of another assembly")]
    [InlineData("int[]", "an array can be changed")]
    [InlineData("object", "can be anything")]
    [InlineData("IEnumerable<int>", "what implements the interface is not known")]
    [InlineData("Settable", "property Value can be set")]
    [InlineData("Deep", "in Values, an array can be changed")]
    [InlineData("HiddenField", "field _count can be set")]
    [InlineData("HiddenArray", "in _bytes, an array can be changed")]
    [InlineData("Pair<int[]>", "in First, an array can be changed")]
    [InlineData("ImmutableArray<Settable>", "property Value can be set")]
    [InlineData("Func<int>", "can be anything")]
    public async Task Message_WhenSomethingInItCanChange_IsRefusedWithTheReason(string type, string reason)
    {
        var reported = await Compiling.AnalyzeAsync(WithMessage(type));

        Assert.Equal(2, reported.Length);
        Assert.All(reported, text => Assert.StartsWith("EMB001", text, StringComparison.Ordinal));
        Assert.All(reported, text => Assert.Contains(reason, text, StringComparison.Ordinal));
        Assert.Contains(reported, text => text.Contains("the result of Send", StringComparison.Ordinal));
        Assert.Contains(reported, text => text.Contains("parameter message of Send", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Message_WhenMarkedImmutableWhereItIsUsed_IsAccepted()
    {
        Assert.Empty(await Compiling.AnalyzeAsync("""
            public interface IFoo : IGrainWithStringKey
            {
                [return: Immutable] Task<byte[]> Send([Immutable] List<int> message);
            }
            """));
    }

    [Theory]
    [InlineData("void Bad();")]
    [InlineData("int Bad();")]
    [InlineData("Task Bad<T>(T value);")]
    [InlineData("Task Bad(ref int value);")]
    [InlineData("IAsyncEnumerable<int> Bad();")]
    public async Task Method_WhenItCannotBeCalledAcrossGrains_IsRefused(string method)
    {
        var reported = await Compiling.AnalyzeAsync($"public interface IFoo : IGrainWithStringKey {{ {method} }}");

        Assert.StartsWith("EMB002 Bad must return Task", Assert.Single(reported), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneWay_WhenItHasAResult_IsRefused()
    {
        var reported = await Compiling.AnalyzeAsync(
            "public interface IFoo : IGrainWithStringKey { [OneWay] Task<int> Bad(); }");

        Assert.Equal("EMB005 Bad is one-way, so its caller can get no result", Assert.Single(reported));
    }

    [Fact]
    public async Task AliasAndId_WhenMissing_AreReported()
    {
        var reported = await Compiling.AnalyzeAsync(
            """
            public interface IFoo : IGrainWithStringKey { Task Send(); [Alias("named")] Task Named(); }
            [GenerateSerializer] public sealed record Wire(int Parameter) { public string? Member { get; init; } }
            [GenerateSerializer, Alias("good")] public sealed class Good { [Id(0)] public int Value { get; init; } }
            """,
            aliases: true);

        Assert.Equal(["EMB003 IFoo", "EMB003 Send", "EMB003 Wire", "EMB004 Wire.Member"],
            reported.Select(text => text[..text.IndexOf(" has ", StringComparison.Ordinal)]));
    }

    private static string WithMessage(string type) => $$"""
        public interface IFoo : IGrainWithStringKey { Task<{{type}}> Send({{type}} message); }
        public interface IOther : IGrainWithStringKey { }
        public readonly record struct Point(int X, int Y);
        public sealed record Tree(string Name, ImmutableArray<Tree> Children) { public int[] Computed => [1]; }
        public sealed record Pair<T>(T First, T Second);
        public sealed class Sealed { private readonly string _text = ""; public string Text => _text; }
        [Immutable] public sealed class Promised { public int[] Values = []; }
        public sealed class Settable { public int Value { get; set; } }
        public sealed record Deep(int[] Values);
        public sealed class HiddenField { private int _count; public int Next() => _count++; }
        public sealed class HiddenArray { private readonly byte[] _bytes = []; public int Length => _bytes.Length; }
        """;
}
