package x2bee.logging;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.security.OpenSearchSecurityPlugin;
import org.opensearch.transport.Netty4Plugin;

/** OpenSearch with its security plugin, as one node in one process that ends when its standard input does. */
public final class Server extends Node {
    private static final List<Class<? extends Plugin>> PLUGINS =
            List.of(Netty4Plugin.class, OpenSearchSecurityPlugin.class);

    private Server(Settings settings, Path config) {
        super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), config, () -> "logs"), PLUGINS, true);
    }

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        Settings settings = Settings.builder().put("path.home", home.toString()).build();
        try (Server server = new Server(settings, home.resolve("config"))) {
            server.start();
            while (System.in.read() != -1) {
                // Whoever started it holds the other end.
            }
        }
    }
}
