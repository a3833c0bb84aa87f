namespace Profiles.Cli.Learning;

/// <summary>What a replay reads, and how.</summary>
/// <param name="Ratings">The ratings.</param>
/// <param name="Content">The titles; null for <c>movies.dat</c> beside the ratings, where it is.</param>
/// <param name="TestFraction">The part that is tested on.</param>
/// <param name="Scale">The best rating there is.</param>
/// <param name="RetrainHours">After how many hours of the log a new model is trained.</param>
internal sealed record ReplayFiles(
    string Ratings, string? Content, double TestFraction, double Scale, double RetrainHours)
{
    /// <summary>The titles that are read; null for none.</summary>
    public string? ContentFile
    {
        get
        {
            if (Content is not null) return Content;
            var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(Ratings))!, "movies.dat");
            return File.Exists(beside) ? beside : null;
        }
    }
}
