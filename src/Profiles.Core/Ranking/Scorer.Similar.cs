using Profiles.Core.Catalogue;
using Profiles.Core.Models;

namespace Profiles.Core.Ranking;

public static partial class Scorer
{
    /// <summary>The most contents that <see cref="Similar"/> gives.</summary>
    public const int MaxSimilar = 200;

    private const float FactorPart = 0.4f;
    private const float LinkPart = 0.3f;
    private const float ContentPart = 0.3f;
    private const int MaxByFactors = 200;
    private const int MaxByContent = 2000;
    private const int MaxByKey = 500;

    /// <summary>
    /// Contents like one, the most alike first, equal ones by id. Alike is a weighted mean of three parts, of those
    /// that the content has: the cosine of the factors (0.4), the links from it relative to its strongest (0.3) and the
    /// cosine of the content vectors (0.3). What is new to the model has the last one alone.
    /// </summary>
    /// <remarks>
    /// Compared are the 200 best by factor, all that it links to, and up to 2,000 of its series, tags and genres, the
    /// rarest first.
    /// </remarks>
    /// <param name="moment">The moment.</param>
    /// <param name="number">The content.</param>
    /// <param name="limit">The most to give; 0 to <see cref="MaxSimilar"/>.</param>
    public static IReadOnlyList<ScoredContent> Similar(RankingMoment moment, int number, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)limit, (uint)MaxSimilar);
        var alike = new Likeness(moment, number);
        var numbers = moment.Contents.Numbers;
        var scored = new List<ScoredContent>();
        foreach (var candidate in alike.Candidates())
        {
            if (candidate != number && alike.To(candidate) is > 0 and var score)
                scored.Add(new ScoredContent(candidate, score));
        }

        scored.Sort((x, y) => x.Score != y.Score
            ? y.Score.CompareTo(x.Score)
            : string.CompareOrdinal(numbers.IdOf(x.Number), numbers.IdOf(y.Number)));
        if (scored.Count > limit) scored.RemoveRange(limit, scored.Count - limit);
        GC.KeepAlive(moment.Model);
        return scored;
    }

    /// <summary>How much contents are like one.</summary>
    private sealed class Likeness
    {
        private readonly RankingMoment _moment;
        private readonly RankingModel _model;
        private readonly int _row;
        private readonly ContentEntry? _entry;
        private readonly float _length;
        private readonly Dictionary<int, float> _links = [];

        public Likeness(RankingMoment moment, int number)
        {
            _moment = moment;
            _model = moment.Model;
            _row = moment.RowOf(number);
            _entry = moment.Contents[number];
            if (_row < 0) return;
            if (_model.Dimensions > 0) _length = LengthOf(_row);
            for (var kind = 0; kind < LinkKinds.Count; kind++)
                if (_model.LinksOf((LinkKind)kind) is { } links) AddLinks(links);
        }

        public HashSet<int> Candidates()
        {
            var candidates = new HashSet<int>();
            foreach (var row in _links.Keys) candidates.Add(_moment.NumberOf(row));
            AddByFactors(candidates);
            if (_entry is not null) AddByContent(candidates, _entry);
            candidates.Remove(ContentNumbers.None);
            return candidates;
        }

        public float To(int number)
        {
            var (score, parts) = (0f, 0f);
            var row = _moment.RowOf(number);
            if (_length > 0)
            {
                parts += FactorPart;
                if (row >= 0) score += FactorPart * Math.Max(0, Cosine(row));
            }

            if (_links.Count > 0)
            {
                parts += LinkPart;
                if (row >= 0) score += LinkPart * _links.GetValueOrDefault(row);
            }

            if (_entry is not null)
            {
                parts += ContentPart;
                if (_moment.Contents[number] is { } other) score += ContentPart * _entry.Vector.Dot(other.Vector);
            }

            return parts == 0 ? 0 : score / parts;
        }

        private void AddLinks(ItemLinks links)
        {
            var targets = links.TargetsOf(_row);
            var weights = links.WeightsOf(_row);
            var strongest = 0f;
            foreach (var weight in weights) strongest = Math.Max(strongest, weight);
            if (strongest <= 0) return;
            for (var i = 0; i < targets.Length; i++)
                _links[targets[i]] = Math.Max(_links.GetValueOrDefault(targets[i]), weights[i] / strongest);
        }

        private void AddByFactors(HashSet<int> candidates)
        {
            if (_length == 0) return;
            Span<int> rows = stackalloc int[MaxByFactors];
            Span<float> scores = stackalloc float[MaxByFactors];
            var best = new BestRows(rows, scores);
            for (var row = 0; row < _model.Items.Count; row++) best.Offer(row, Cosine(row));
            for (var i = 0; i < best.Count; i++) candidates.Add(_moment.NumberOf(rows[i]));
        }

        private void AddByContent(HashSet<int> candidates, ContentEntry entry)
        {
            var contents = _moment.Contents;
            var most = candidates.Count + MaxByContent;
            if (entry.SeriesNumber != ContentNumbers.None)
            {
                candidates.Add(entry.SeriesNumber);
                Add(contents.EpisodesOf(entry.SeriesNumber));
            }

            var keys = entry.GenreKeys.ToArray()
                .Concat(entry.Item.Tags.Select(tag => ContentVector.KeyOf(ContentFeature.Tag, tag))).Distinct();
            foreach (var key in keys.OrderBy(key => contents.WithKey(key).Length).ThenBy(key => key))
                Add(contents.WithKey(key));

            // Of a long list the newest come last.
            void Add(ReadOnlySpan<int> found)
            {
                foreach (var number in found[Math.Max(0, found.Length - MaxByKey)..])
                    if (candidates.Count < most) candidates.Add(number);
            }
        }

        private float Cosine(int row) => LengthOf(row) is > 0 and var length
            ? VectorMath.Dot(_model.FactorOf(_row), _model.FactorOf(row)) / (_length * length)
            : 0;

        private float LengthOf(int row) => MathF.Sqrt(VectorMath.Dot(_model.FactorOf(row), _model.FactorOf(row)));
    }
}
