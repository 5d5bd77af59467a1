package x2bee.sessions;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A shop with a cart in the HTTP session, as Spring keeps it: nothing here knows of Redis. */
@SpringBootApplication
@RestController
public class Shop {

	public static void main(String[] args) {
		SpringApplication.run(Shop.class, args);
	}

	@GetMapping("/cart")
	String cart(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		return session == null ? "" : String.valueOf(session.getAttribute("cart"));
	}

	@PostMapping("/cart")
	String put(HttpSession session, @RequestParam("item") String item) {
		session.setAttribute("cart", item);
		return item;
	}

	@PostMapping("/login")
	String login(HttpServletRequest request, @RequestParam("name") String name) {
		request.getSession().setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, name);
		return request.changeSessionId();
	}

	@DeleteMapping("/cart")
	void end(HttpSession session) {
		session.invalidate();
	}

}
