namespace Profiles.Learning.DataSets;

/// <summary>A data set is refused because of one of its lines.</summary>
/// <param name="file">The file, as the user named it.</param>
/// <param name="line">The number of the line, from 1; 0 where the file as a whole is refused.</param>
/// <param name="reason">What is wrong, as a sentence about the line.</param>
public sealed class DataSetException(string file, int line, string reason)
    : Exception(line > 0 ? $"{file}:{line}: {reason}" : $"{file}: {reason}")
{
    /// <summary>The file, as the user named it.</summary>
    public string File => file;

    /// <summary>The number of the line, from 1; 0 where the file as a whole is refused.</summary>
    public int Line => line;
}
