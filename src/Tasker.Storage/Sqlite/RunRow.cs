using Tasker.Core.Runs;
using Tasker.Engine.Ports;
using Tasker.Storage.Sqlite.Native;

namespace Tasker.Storage.Sqlite;

/// <summary>A row of the table <c>run</c> as a record of the port.</summary>
internal static class RunRow
{
    /// <summary>The columns in the order in which <see cref="Read"/> takes them; the first is for paging.</summary>
    public const string Columns = """
        id, run_id, name, front_door, source, created_at, workflow_hash, position, status, done, failed, total, ended_at,
        owner_host, owner_boot, owner_process, owner_start, lease_until, epoch, labels
        """;

    public static RunRecord Read(Statement row) => new(
        row.Text(1), row.Text(2), row.Text(3), row.Text(4), Instant.FromNumber(row.Number(5)), row.Text(6), row.Number(7),
        new RunSummaryUpdate((RunStatus)row.Int(8), row.Int(9), row.Int(10), row.Int(11), Time(row, 12)),
        Owner(row, 13), Time(row, 17), row.Number(18), Labels.FromText(row.IsNull(19) ? null : row.Text(19)));

    /// <summary>An owner from four columns; null while nobody owns the run.</summary>
    public static OwnerIdentity? Owner(Statement row, int first) => row.IsNull(first)
        ? null
        : new OwnerIdentity(row.Text(first), row.Text(first + 1), row.Int(first + 2), row.Number(first + 3));

    private static DateTimeOffset? Time(Statement row, int column) =>
        row.IsNull(column) ? null : Instant.FromNumber(row.Number(column));
}
