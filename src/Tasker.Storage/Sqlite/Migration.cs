namespace Tasker.Storage.Sqlite;

/// <summary>One step of the schema, from the version before to <paramref name="Version"/>. Never changed once released.</summary>
internal sealed record Migration(int Version, string Sql);
