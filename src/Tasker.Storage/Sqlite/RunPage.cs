namespace Tasker.Storage.Sqlite;

/// <summary>Where a page of a list of runs ended.</summary>
/// <param name="CreatedAt">Of its last run, as kept.</param>
/// <param name="Id">Of its last run.</param>
/// <param name="Shown">Runs so far, this page included.</param>
internal sealed record RunPage(long CreatedAt, long Id, int Shown);
