namespace Tasker.Planning.SpecReview;

/// <summary>What a piece of SQL demands.</summary>
internal enum SqlDemandKind
{
    Table,
    Index,
    Function,
    Trigger,
    Constraint,
    Required,
    Default,
}

/// <summary>One demand.</summary>
/// <param name="Kind">What is demanded.</param>
/// <param name="Name">Of the table, column (<c>table.column</c>) or constraint.</param>
/// <param name="Detail">What a constraint says, or the value of a default.</param>
/// <param name="Quote">The words.</param>
/// <param name="Line">Where they begin, from 1.</param>
internal sealed record SqlDemand(SqlDemandKind Kind, string Name, string? Detail, string Quote, int Line);
