namespace Profiles.Learning.Evaluation;

/// <summary>
/// Chooses numbers by walking along one after the other: the best of each one's values stays. What is judged by is up
/// to the caller, and must be a validation part.
/// </summary>
/// <typeparam name="T">What is tuned.</typeparam>
/// <param name="judge">How good it is; the higher the better.</param>
/// <param name="isOver">Whether the time is over; what was found by then stays.</param>
/// <param name="told">Told each step's name and what it is worth.</param>
public sealed class Tuning<T>(Func<T, double> judge, Func<bool> isOver, Action<string, double>? told = null)
{
    private const int MaxRounds = 2;

    /// <summary>Tunes.</summary>
    /// <param name="start">Where to start.</param>
    /// <param name="coordinates">The numbers by name, each with the values to try as changes.</param>
    public T Run(T start, IReadOnlyList<(string Name, IReadOnlyList<Func<T, T>> Values)> coordinates)
    {
        var (chosen, best) = (start, judge(start));
        told?.Invoke("as it is", best);
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = best;
            foreach (var (name, values) in coordinates)
            {
                foreach (var change in values)
                {
                    if (isOver()) return chosen;
                    var changed = change(chosen);
                    if (Equals(changed, chosen)) continue;
                    var worth = judge(changed);
                    told?.Invoke(name, worth);
                    if (worth > best) (chosen, best) = (changed, worth);
                }
            }

            if (best == before) break;
        }

        return chosen;
    }
}
