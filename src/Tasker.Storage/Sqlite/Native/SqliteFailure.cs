namespace Tasker.Storage.Sqlite.Native;

/// <summary>What SQLite answered instead of doing what it was told; stays inside this folder.</summary>
/// <param name="code">The extended result code.</param>
/// <param name="message">SQLite's own words.</param>
internal sealed class SqliteFailure(int code, string message) : Exception($"SQLite {code}: {message}")
{
    /// <summary>The extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>The kind of failure, without its details.</summary>
    public int PrimaryCode => Code & 0xff;

    /// <summary>SQLite's own words.</summary>
    public string Words { get; } = message;
}
