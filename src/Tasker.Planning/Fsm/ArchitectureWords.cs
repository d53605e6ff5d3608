using System.Collections.Frozen;

namespace Tasker.Planning.Fsm;

/// <summary>Words that speak of how something is built in place of what it does.</summary>
internal static class ArchitectureWords
{
    private static readonly FrozenSet<string> Technologies = new[]
    {
        "sql", "sqlite", "postgres", "postgresql", "mysql", "mongodb", "redis", "kafka", "rabbitmq", "http", "https", "grpc", "graphql", "json", "yaml", "xml",
        "docker", "kubernetes", "lambda", "thread", "mutex", "goroutine", "database", "microservice", "middleware", "singleton", "websocket", "kubernetes",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Roles = ["Controller", "Repository", "Service", "Handler", "Factory", "Manager", "Adapter", "Gateway", "Dao", "Dto"];
    private static readonly string[] Extensions = [".cs", ".py", ".ts", ".js", ".go", ".rs", ".java", ".rb", ".sql", ".json", ".yaml", ".yml"];

    /// <summary>The first such word of a name: a file, the name of a class, a technology; null for none.</summary>
    public static string? Find(string name)
    {
        foreach (var raw in name.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var word = raw.Trim('(', ')', ',', ';', ':', '"', '\'', '`');
            if (Technologies.Contains(word.TrimEnd('.')) || IsFile(word) || IsClass(word))
            {
                return word;
            }
        }

        return null;
    }

    private static bool IsFile(string word) => Extensions.Any(e => word.Length > e.Length && word.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    private static bool IsClass(string word) => word.Length > 0 && char.IsAsciiLetterUpper(word[0])
        && Roles.Any(role => word.Length > role.Length && word.EndsWith(role, StringComparison.Ordinal));
}
