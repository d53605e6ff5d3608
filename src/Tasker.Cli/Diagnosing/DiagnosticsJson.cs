using System.Text.Json;
using Tasker.Core.Diagnostics;

namespace Tasker.Cli.Diagnosing;

/// <summary>Findings as JSON, version 1.</summary>
internal static class DiagnosticsJson
{
    /// <summary>Writes the property <c>diagnostics</c>.</summary>
    public static void Write(Utf8JsonWriter writer, IEnumerable<Diagnostic> diagnostics) => Write(writer, "diagnostics", diagnostics);

    /// <summary>Writes a property with findings; nothing where there are none.</summary>
    public static void WriteSome(Utf8JsonWriter writer, string name, IReadOnlyCollection<Diagnostic> diagnostics)
    {
        if (diagnostics.Count > 0)
        {
            Write(writer, name, diagnostics);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<Diagnostic> diagnostics)
    {
        writer.WriteStartArray(name);
        foreach (var diagnostic in diagnostics)
        {
            writer.WriteStartObject();
            writer.WriteString("code", diagnostic.Code);
            writer.WriteString("severity", diagnostic.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "note",
            });
            writer.WriteString("path", diagnostic.Where.Path);
            if (diagnostic.Where.Line > 0)
            {
                writer.WriteNumber("line", diagnostic.Where.Line);
            }

            if (diagnostic.Where.Column > 0)
            {
                writer.WriteNumber("column", diagnostic.Where.Column);
            }

            writer.WriteString("what", diagnostic.What);
            writer.WriteString("why", diagnostic.Why);
            writer.WriteString("fix", diagnostic.Fix);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
