namespace Orleans.Embedded.Generator.Tests;

public sealed class GrainReferenceGeneratorTests
{
    [Fact]
    public void Interface_WhenItHasEveryKindOfMethod_GetsAReferenceThatCompiles()
    {
        var trees = Compiling.Generate("""
            public interface IBase : IGrainWithStringKey { Task Inherited(); }
            public interface IFoo : IBase
            {
                Task Void();
                ValueTask ValueVoid();
                Task<string?> Result(int @class, string? text = null);
                ValueTask<(int, string)> ValueResult(CancellationToken token);
                [ReadOnly, ResponseTimeout("00:00:05")] Task<int> Read();
                [AlwaysInterleave] Task Interleave();
                [OneWay] Task Notify(int call);
                [OneWay] ValueTask ValueNotify();
                Task Overloaded(int value);
                Task Overloaded(string value);
                void NotSupported();
            }
            public sealed class FooGrain : Grain, IFoo
            {
                public Task Inherited() => Task.CompletedTask;
                public Task Void() => Task.CompletedTask;
                public ValueTask ValueVoid() => default;
                public Task<string?> Result(int @class, string? text) => Task.FromResult(text);
                public ValueTask<(int, string)> ValueResult(CancellationToken token) => default;
                public Task<int> Read() => Task.FromResult(1);
                public Task Interleave() => Task.CompletedTask;
                public Task Notify(int call) => Task.CompletedTask;
                public ValueTask ValueNotify() => default;
                public Task Overloaded(int value) => Task.CompletedTask;
                public Task Overloaded(string value) => Task.CompletedTask;
                public void NotSupported() { }
            }
            """);

        Assert.Equal(3, trees.Length);
        Assert.Contains("AddClass<global::Test.FooGrain>", Text(trees[^1]), StringComparison.Ordinal);
        Assert.Contains("AddInterface<global::Test.IFoo>", Text(trees[^1]), StringComparison.Ordinal);
        Assert.Contains(trees, tree => Text(tree).Contains("\"00:00:05\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Interface_WhenItIsNoGrainInterface_GetsNothing()
    {
        var trees = Compiling.Generate("public interface IPlain { Task Call(); } public class Plain { }");

        Assert.DoesNotContain("Manifest", Text(Assert.Single(trees)), StringComparison.Ordinal);
    }

    [Fact]
    public void Interface_WhenNestedInAClass_GetsAReferenceThatCompiles()
    {
        var trees = Compiling.Generate(
            "public static class Outer { public interface IInner : IGrainWithIntegerKey { Task Call(); } }");

        Assert.Equal(2, trees.Length);
    }

    private static string Text(Microsoft.CodeAnalysis.SyntaxTree tree) => tree.ToString();
}
