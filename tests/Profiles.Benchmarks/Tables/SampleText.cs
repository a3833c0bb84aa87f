namespace Profiles.Benchmarks.Tables;

/// <summary>What all rows share.</summary>
internal static class SampleText
{
    public const string Dimensions = """{"device":"tv","territory":"GB"}""";
}
