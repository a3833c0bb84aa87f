namespace Profiles.Learning.DataSets;

/// <summary>The lines of a data set with their numbers. Only the end of the file may be empty.</summary>
/// <param name="file">The file, as the user named it.</param>
/// <param name="text">Its text.</param>
internal sealed class DataSetLines(string file, TextReader text)
{
    /// <summary>The number of the last line read, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line; null at the end of the file.</summary>
    /// <exception cref="DataSetException">The line is empty and another one follows.</exception>
    public string? Next()
    {
        var line = text.ReadLine();
        if (line is null) return null;

        Number++;
        if (!string.IsNullOrWhiteSpace(line)) return line;
        var empty = Number;
        while ((line = text.ReadLine()) is not null)
            if (!string.IsNullOrWhiteSpace(line)) throw new DataSetException(file, empty, "The line is empty.");
        return null;
    }

    /// <summary>The refusal of the last line read.</summary>
    public DataSetException Refused(string reason) => new(file, Number, reason);

    /// <summary>The refusal of the whole file.</summary>
    public DataSetException Refused() => new(file, 0, "The file holds nothing.");
}
