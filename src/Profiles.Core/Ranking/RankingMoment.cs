using Profiles.Core.Catalogue;
using Profiles.Core.Models;
using Profiles.Core.Trends;

namespace Profiles.Core.Ranking;

/// <summary>
/// What contents are ranked with at one moment: a version of the model, the catalogue and a snapshot of the trends.
/// Immutable but for the catalogue, which is live; safe to share.
/// </summary>
public sealed class RankingMoment
{
    private readonly ModelRows _rows;

    /// <summary>Puts a moment together; costs a look at each item of the model (<see cref="With"/> does not).</summary>
    public RankingMoment(RankingModel model, ContentIndex contents, TrendSnapshot trend)
        : this(model, contents, trend, new ModelRows(model, contents.Numbers))
    {
    }

    private RankingMoment(RankingModel model, ContentIndex contents, TrendSnapshot trend, ModelRows rows)
    {
        Model = model;
        Contents = contents;
        Trend = trend;
        _rows = rows;
    }

    /// <summary>The version of the model.</summary>
    public RankingModel Model { get; }

    /// <summary>The catalogue.</summary>
    public ContentIndex Contents { get; }

    /// <summary>What is watched.</summary>
    public TrendSnapshot Trend { get; }

    /// <summary>The catalogue column by column; worked out once a version of it, however many moments there are.
    /// </summary>
    internal CatalogueColumns Columns => _rows.ColumnsOf(Contents);

    /// <summary>The same with newer trends.</summary>
    public RankingMoment With(TrendSnapshot trend) => new(Model, Contents, trend, _rows);

    /// <summary>The model's row of a content; −1 where it has none.</summary>
    public int RowOf(int number) => _rows.RowOf(number);

    /// <summary>The number of a row's content; <see cref="ContentNumbers.None"/> where it could get none.</summary>
    public int NumberOf(int row) => _rows.NumberOf(row);

    /// <summary>
    /// The contents that a row's links lead to most strongly: the first few of each kind of links, kind by kind.
    /// </summary>
    internal ReadOnlySpan<int> LinkedTo(int row) => _rows.LinkedTo(Model, row);
}
