namespace Orleans.Embedded.Tests.Surface;

/// <summary>The committed part of Orleans' surface that lies in assemblies which are not downloaded.</summary>
internal static class Contract
{
    /// <summary>
    /// The lines of each type. A line "## path" names the file of the Orleans repository that the types below it are
    /// from; a line "# name" starts a type.
    /// </summary>
    public static Dictionary<string, HashSet<string>> Read(out List<string> uncited)
    {
        var surface = new Dictionary<string, HashSet<string>>();
        uncited = [];
        var source = "";
        HashSet<string>? lines = null;
        using var stream = typeof(Contract).Assembly.GetManifestResourceStream("OrleansContract.txt")!;
        using var text = new StreamReader(stream);
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                source = line[3..];
            }
            else if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                if (!source.StartsWith("src/", StringComparison.Ordinal))
                    uncited.Add(line[2..]);
                surface[line[2..]] = lines = [];
            }
            else if (line.Length > 0)
            {
                lines!.Add(line);
            }
        }

        return surface;
    }
}
