namespace Tasker.Storage.Sqlite;

/// <summary>What is the same for every journal of the product and other in tests.</summary>
internal sealed record SqliteSettings
{
    public static SqliteSettings Default { get; } = new();

    /// <summary>How long a write waits for other processes. Default 10 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The steps of the schema.</summary>
    public IReadOnlyList<Migration> Migrations { get; init; } = Schema.Migrations;
}
