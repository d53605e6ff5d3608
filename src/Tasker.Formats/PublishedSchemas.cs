namespace Tasker.Formats;

/// <summary>The JSON Schemas of our own file formats, for editors. Parser and schema agree; a test holds it.</summary>
public static class PublishedSchemas
{
    /// <summary>The schema of workflow files.</summary>
    public static string Workflow => Read("workflow.schema.json");

    /// <summary>The schema of <c>tasker.yaml</c>.</summary>
    public static string Settings => Read("settings.schema.json");

    private static string Read(string name)
    {
        using var stream = typeof(PublishedSchemas).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource '{name}' is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
