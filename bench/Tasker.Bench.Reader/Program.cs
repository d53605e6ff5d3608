using System.Text.Json;

// Reads the state of a plan with the reader of the framework and prints the tasks that are ready: no check, no lock, no option. With a
// folder behind it, all task files are read too, by every processor at once, and nothing else is done with them.
var reader = new Utf8JsonReader(File.ReadAllBytes(args[0]));
var completed = new HashSet<string>();
var pending = new List<(string Id, List<string> Needs)>();
reader.Read();
while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
{
    if (reader.ValueTextEquals("tasks"u8))
    {
        Tasks(ref reader);
    }
    else
    {
        reader.Skip();
    }
}

foreach (var (id, needs) in pending)
{
    if (needs.TrueForAll(completed.Contains))
    {
        Console.Out.WriteLine(id);
    }
}

if (args.Length > 1)
{
    Parallel.ForEach(Directory.GetFiles(args[1], "*.json"), static file =>
    {
        using var task = JsonDocument.Parse(File.ReadAllBytes(file));
        _ = task.RootElement.GetProperty("id").GetString();
    });
}

return 0;

void Tasks(ref Utf8JsonReader reader)
{
    reader.Read();
    while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
    {
        var (id, status, needs) = (reader.GetString()!, "", new List<string>());
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isStatus, areNeeds) = (reader.ValueTextEquals("status"u8), reader.ValueTextEquals("depends_on"u8));
            reader.Read();
            status = isStatus ? reader.GetString()! : status;
            while (areNeeds && reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                needs.Add(reader.GetString()!);
            }

            reader.Skip();
        }

        if (status == "pending")
        {
            pending.Add((id, needs));
        }
        else if (status is "complete" or "skipped")
        {
            completed.Add(id);
        }
    }
}
