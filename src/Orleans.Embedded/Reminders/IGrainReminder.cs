namespace Orleans.Runtime;

/// <summary>A reminder that a grain has registered.</summary>
public interface IGrainReminder
{
    /// <summary>Its name, unique for the grain.</summary>
    string ReminderName { get; }
}
