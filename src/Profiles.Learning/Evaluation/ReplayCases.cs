using Profiles.Core.Units;
using Profiles.Learning.Replaying;

namespace Profiles.Learning.Evaluation;

/// <summary>
/// Which records of a log are fitted on and which are tested on: choices of something new by users with a history, the
/// last ones by time for the test. Where there are more than wanted they are thinned out evenly.
/// </summary>
internal sealed class ReplayCases
{
    private readonly bool[] _isChosen;

    public ReplayCases(IReadOnlyList<LogRecord> records, ReplayOptions options)
    {
        var choices = 0;
        foreach (var record in records) if (record.IsChoice) choices++;
        var testFrom = (int)(choices * (1 - options.TestFraction));
        var fitFrom = (int)(testFrom * options.WarmUpFraction);

        var histories = new Dictionary<UnitKey, HashSet<string>>();
        var (fit, test) = (new List<int>(), new List<int>());
        var choice = 0;
        TestStart = records.Count;
        for (var i = 0; i < records.Count; i++)
        {
            if (!records[i].IsChoice) continue;
            if (choice == testFrom) TestStart = i;
            if (!histories.TryGetValue(records[i].Unit, out var history))
                histories.Add(records[i].Unit, history = new HashSet<string>(StringComparer.Ordinal));
            var known = history.Count;
            if (history.Add(records[i].Viewing!.ContentId!) && known >= options.MinHistory && choice >= fitFrom)
                (choice < testFrom ? fit : test).Add(i);
            choice++;
        }

        _isChosen = new bool[records.Count];
        Fit = Thin(fit, options.Training.Ranker.MaxSamples);
        Test = Thin(test, options.MaxTestCases);
    }

    /// <summary>The first record that belongs to the test part.</summary>
    public int TestStart { get; }

    /// <summary>How many cases are fitted on.</summary>
    public int Fit { get; }

    /// <summary>How many cases are tested on.</summary>
    public int Test { get; }

    /// <summary>Whether a record is a case.</summary>
    public bool this[int record] => _isChosen[record];

    private int Thin(List<int> cases, int most)
    {
        var taken = 0;
        for (var i = 0; i < cases.Count; i++)
        {
            if (cases.Count > most && (long)(i + 1) * most / cases.Count == (long)i * most / cases.Count) continue;
            _isChosen[cases[i]] = true;
            taken++;
        }

        return taken;
    }
}
